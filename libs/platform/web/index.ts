export { problemTypes, toProblem, type Problem } from './problem';
export { ProblemFilter } from './problem.filter';
export { refuseHostileBody } from './refuse-hostile-body';
export { hubValidationPipe } from './validation';
