import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Max, ValidateNested } from 'class-validator';
import type { HubError } from '#kernel';
import { hubValidationPipe } from './validation';
import { invalidInput } from '#kernel';

class Inner {
  @IsInt()
  @Max(5)
  size: number;
}

class Given {
  @IsString()
  @Length(1, 5)
  name: string;

  @IsOptional()
  @ValidateNested({ each: true })
  @Type(() => Inner)
  parts?: Inner[];
}

const read = (value: unknown): Promise<unknown> =>
  hubValidationPipe().transform(value, { type: 'body', metatype: Given }) as Promise<unknown>;
const refusal = async (value: unknown): Promise<HubError> =>
  read(value).then(
    () => {
      throw new Error('it was taken');
    },
    (error: unknown) => error as HubError,
  );

describe('the validation of input', () => {
  it('gives an instance of the class', async () => {
    expect(await read({ name: 'x', parts: [{ size: 1 }] })).toBeInstanceOf(Given);
  });

  it('has no member that was left out, so that it overwrites nothing', async () => {
    expect(Object.keys((await read({ name: 'x' })) as object)).toEqual(['name']);
  });

  it('names every problem at once, by JSON pointer', async () => {
    const error = await refusal({ name: 'too long', parts: [{ size: 1 }, { size: 'x' }] });
    expect(error.code).toBe('invalid_input');
    expect(error.errors.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/name', 'isLength'],
      ['/parts/1/size', 'max'],
      ['/parts/1/size', 'isInt'],
    ]);
    expect(error.detail).toMatch(/^\/name: .* \(and 2 more, see "errors"\)$/);
  });

  it('refuses what it does not know, escaped as a pointer asks', async () => {
    const { errors } = await refusal({ name: 'x', 'a/b~c': 1 });
    expect(errors).toEqual([
      { pointer: '/a~1b~0c', code: 'unknown_field', message: expect.stringContaining('not a known field') as string },
    ]);
  });

  it.each([null, [], 'text', 7])('refuses %j in place of an object', async (value) => {
    expect((await refusal(value)).code).toBe('invalid_input');
  });

  it('takes nothing from a prototype', async () => {
    const polluted = JSON.parse('{"name": "x", "__proto__": {"admin": true}}') as unknown;
    const outcome = await read(polluted).catch((error: unknown) => error);
    expect((outcome as { admin?: unknown }).admin).toBeUndefined();
    expect(({} as { admin?: unknown }).admin).toBeUndefined();
  });

  it('never repeats a value', async () => {
    const error = await refusal({ name: 'Testperson Omega', parts: [{ size: 'Testperson Omega' }] });
    expect(JSON.stringify([error.detail, error.errors])).not.toContain('Testperson');
  });
});

describe('invalidInput', () => {
  it('speaks of the whole body where there is no pointer', () => {
    const error = invalidInput([{ pointer: '', code: 'x', message: 'is no object' }]);
    expect(error.detail).toBe('/: is no object');
    expect(invalidInput([]).detail).toBe('The input is not valid.');
  });
});
