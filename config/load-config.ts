import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import 'reflect-metadata';

const ENV = Symbol('environment variable');

interface Binding {
  readonly property: string;
  readonly variable: string;
}

/** Names the environment variable that a property of a config class is read from. */
export function Env(variable: string): PropertyDecorator {
  return (target, property) => {
    const known = (Reflect.getMetadata(ENV, target) ?? []) as Binding[];
    Reflect.defineMetadata(ENV, [...known, { property: String(property), variable }], target);
  };
}

/** Thrown with every missing or wrong variable, so that one start shows all that is to be mended. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is not complete:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

type ConfigClasses = Readonly<Record<string, new () => object>>;
type Loaded<Classes extends ConfigClasses> = { readonly [Key in keyof Classes]: InstanceType<Classes[Key]> };

/**
 * Reads config classes from an environment, once, at the start. An empty variable or file counts as absent; `NAME_FILE`
 * gives the path of a file that holds the value (for secrets).
 *
 * @throws ConfigError with all problems of all classes.
 */
export function loadConfig<Classes extends ConfigClasses>(
  classes: Classes,
  environment: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
): Loaded<Classes> {
  const problems: string[] = [];
  const loaded = Object.entries(classes).map(([key, Config]) => {
    const bindings = (Reflect.getMetadata(ENV, Config.prototype as object) ?? []) as Binding[];
    const raw: Record<string, string> = {};
    for (const { property, variable } of bindings) {
      const value = read(variable, environment, readFile, problems);
      if (value !== undefined) raw[property] = value;
    }
    const instance = plainToInstance(Config, raw, { exposeDefaultValues: true });
    for (const error of validateSync(instance, { whitelist: true })) {
      const variable = bindings.find(({ property }) => property === error.property)?.variable ?? error.property;
      const absent = raw[error.property] === undefined;
      const rules = Object.values(error.constraints ?? {}).map((rule) => rule.replace(error.property, variable));
      problems.push(`${variable} ${absent ? 'is missing' : 'is wrong'}: ${rules.join('; ')}`);
    }
    return [key, instance] as const;
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.fromEntries(loaded) as Loaded<Classes>;
}

function read(
  variable: string,
  environment: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
  problems: string[],
): string | undefined {
  const direct = environment[variable];
  const file = environment[`${variable}_FILE`];
  if (direct && file) problems.push(`${variable} and ${variable}_FILE are both set: keep one`);
  if (direct) return direct;
  if (!file) return undefined;
  try {
    // An empty file is an empty variable: a secret that this installation does not have.
    return readFile(file).trim() || undefined;
  } catch {
    problems.push(`${variable}_FILE names a file that cannot be read`);
    return undefined;
  }
}
