export { closeFinished } from './close-finished';
export { sweep } from './sweep';
