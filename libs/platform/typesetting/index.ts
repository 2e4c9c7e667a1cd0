export { page, typesetPdf, typesetSvg } from './typeset';
