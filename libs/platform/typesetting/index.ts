export { page } from './page';
export { typesetPdf, typesetSvg } from './typeset';
