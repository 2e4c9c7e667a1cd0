import { invalidInput, type InputProblem } from '#kernel';
import { loadOperationText, OperationsFileError, type Operation } from '#directory';

/**
 * An operation file that somebody proposes.
 *
 * @throws HubError `invalid_input` with every problem of the text: its line, column, reason and fix.
 */
export function readDefinition(operationId: string, text: string): Operation {
  const proposed = loaded(`${operationId}.yaml`, text);
  if (proposed.id !== operationId)
    throw invalidInput([problem(1, 1, 'This is the file of another operation.', `Its id must be ${operationId}.`)]);
  return proposed;
}

function loaded(fileName: string, text: string): Operation {
  try {
    return loadOperationText(fileName, text);
  } catch (error) {
    if (error instanceof OperationsFileError)
      throw invalidInput(error.problems.map(({ line, column, reason, fix }) => problem(line, column, reason, fix)));
    // What YAML says of aliases that lead nowhere or multiply, and of lists in lists without end.
    if (error instanceof ReferenceError || error instanceof RangeError)
      throw invalidInput([
        problem(1, 1, 'The aliases or nested lists of this YAML cannot be followed.', 'Write it out.'),
      ]);
    throw error;
  }
}

function problem(line: number, column: number, reason: string, fix: string): InputProblem {
  return { pointer: '/definition', code: 'operation_file', message: `${line}:${column} ${reason} Fix: ${fix}` };
}
