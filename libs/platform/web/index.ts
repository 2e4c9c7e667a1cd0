export { problemTypes, toProblem, type Problem } from './problem';
export { ProblemFilter } from './problem.filter';
export { hubValidationPipe } from './validation';
