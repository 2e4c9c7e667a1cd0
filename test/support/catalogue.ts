import { definerFunctions, recordSequences, recordTables, recordViews } from './record-tables';

/** Runs a statement past every policy. */
type Ask = <Row extends object>(text: string) => Promise<Row[]>;

const ROLES = ['api', 'worker'] as const;
type Role = (typeof ROLES)[number];
const PLACE = 'test/support/record-tables.ts';

interface Relation {
  readonly name: string;
  readonly kind: 'r' | 'p' | 'v' | 'm' | 'S' | 'f';
  readonly partition: boolean;
  readonly on: boolean;
  readonly forced: boolean;
  readonly invoker: boolean;
}

interface Right {
  readonly name: string;
  readonly grantee: string;
  readonly privilege: string;
  readonly columns: readonly string[] | null;
}

interface Policy {
  readonly table: string;
  readonly policy: string;
  readonly command: string;
  readonly permissive: boolean;
  readonly roles: readonly string[];
  readonly predicates: readonly string[];
}

/**
 * What is wrong with the schema "public" by `record-tables.ts`, each as a sentence that says what to do. None: everything
 * that it holds was entered there, is closed, and gives each role the rights that it was to have and no more.
 */
export async function catalogueProblems(ask: Ask): Promise<string[]> {
  const relations = await ask<Relation>(`
    SELECT relname AS name, relkind AS kind, relispartition AS partition, relrowsecurity AS "on",
      relforcerowsecurity AS forced, coalesce('security_invoker=true' = ANY (reloptions), false) AS invoker
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f') ORDER BY 1`);
  const rights = await ask<Right>(`
    SELECT c.relname AS name, ${granteeName} AS grantee, a.privilege_type AS privilege, NULL AS columns
    FROM pg_class c, aclexplode(c.relacl) a WHERE c.relnamespace = 'public'::regnamespace AND a.grantee <> c.relowner
    UNION ALL
    SELECT c.relname, ${granteeName}, a.privilege_type, array_agg(t.attname::text ORDER BY t.attname)
    FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid, aclexplode(t.attacl) a
    WHERE c.relnamespace = 'public'::regnamespace AND a.grantee <> c.relowner GROUP BY 1, 2, 3`);
  const policies = await ask<Policy>(`
    SELECT polrelid::regclass::text AS "table", polname AS policy, polcmd AS command, polpermissive AS permissive,
      ARRAY(SELECT CASE r WHEN 0 THEN 'PUBLIC' ELSE r::regrole::text END FROM unnest(polroles) r) AS roles,
      array_remove(ARRAY[pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)], NULL) AS predicates
    FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE c.relnamespace = 'public'::regnamespace`);
  return [
    ...relations.flatMap(notEntered),
    ...entriesWithout(relations),
    ...relations.flatMap((relation) => notClosed(relation, policies)),
    ...policies.flatMap(openPolicy),
    ...relations.flatMap(({ name }) => wrongRights(name, rights)),
    ...withoutPolicy(rights, policies),
    ...(await functionProblems(ask)),
    ...(await roleProblems(ask)),
  ];
}

const granteeName = `CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END`;

function notEntered({ name, kind, partition }: Relation): string[] {
  switch (kind) {
    case 'm':
      return [
        `"${name}" is a materialized view: it keeps rows that no policy guards. Use a view with security_invoker.`,
      ];
    case 'f':
      return [`"${name}" is a foreign table: nothing here guards its rows. The record is this database.`];
    case 'S':
      return name in recordSequences ? [] : [`The sequence "${name}" is new: enter it in recordSequences of ${PLACE}.`];
    case 'v':
      return name in recordViews ? [] : [`The view "${name}" is new: enter it in recordViews of ${PLACE}.`];
    default:
      return partition || name in recordTables
        ? []
        : [
            `The table "${name}" is new: enter in recordTables of ${PLACE} who sees its rows and what each role may do. If ` +
              `it holds partner data, close it in its migration with protect(runner, '${name}', …).`,
          ];
  }
}

function entriesWithout(relations: readonly Relation[]): string[] {
  const present = new Set(relations.map(({ name }) => name));
  return Object.keys({ ...recordTables, ...recordViews, ...recordSequences })
    .filter((name) => !present.has(name))
    .map((name) => `"${name}" is entered in ${PLACE} and does not exist: take it out.`);
}

function notClosed({ name, kind, on, forced, invoker }: Relation, policies: readonly Policy[]): string[] {
  if (kind === 'v')
    return invoker ? [] : [`The view "${name}" reads with its owner's rights: make it WITH (security_invoker = true).`];
  if (kind !== 'r' && kind !== 'p') return [];
  if (recordTables[name]?.seenBy === 'everyone')
    return on ? [`"${name}" has policies, yet is entered as seen by everyone in ${PLACE}.`] : [];
  const protect = 'use protect() of libs/platform/database/migrations/row-level-security.ts';
  return [
    ...(on ? [] : [`"${name}" has no row-level security: ${protect}.`]),
    ...(forced ? [] : [`"${name}" does not hold its owner to its policies (FORCE ROW LEVEL SECURITY): ${protect}.`]),
    ...(policies.some(({ table }) => table === name) ? [] : [`"${name}" has no policy: ${protect}.`]),
  ];
}

/** A policy for the API names the body that it is for. */
function openPolicy({ table, policy, permissive, roles, predicates }: Policy): string[] {
  const name = `The policy "${policy}" of "${table}"`;
  const stranger = roles.find((role) => !['liaison_api', 'liaison_worker'].includes(role));
  if (stranger !== undefined) return [`${name} is for ${stranger}: name liaison_api or liaison_worker.`];
  const open = predicates.some((predicate) => predicate !== 'false' && !predicate.includes('app_body()'));
  return permissive && roles.includes('liaison_api') && open
    ? [`${name} shows the API rows without asking whose they are: compare them with app_body().`]
    : [];
}

function wrongRights(name: string, rights: readonly Right[]): string[] {
  const entry = recordTables[name] ?? recordViews[name] ?? recordSequences[name] ?? { api: [], worker: [] };
  const strangers = rights.filter((right) => right.name === name && !isRole(right.grantee));
  return [
    ...strangers.map(({ grantee, privilege }) => `${grantee} may ${privilege} "${name}": REVOKE it.`),
    ...ROLES.flatMap((role) => {
      const real = rightsOf(name, role, rights);
      const meant = [...entry[role]].sort();
      return JSON.stringify(real) === JSON.stringify(meant)
        ? []
        : [
            `liaison_${role} may "${real.join(', ')}" on "${name}", by ${PLACE} it is "${meant.join(', ')}": a right that ` +
              'is needed is entered there, any other is not granted.',
          ];
    }),
  ];
}

function isRole(grantee: string): boolean {
  return ROLES.some((role) => grantee === `liaison_${role}`);
}

/** In the words of `record-tables.ts`. */
function rightsOf(name: string, role: Role, rights: readonly Right[]): string[] {
  return rights
    .filter((right) => right.name === name && right.grantee === `liaison_${role}`)
    .map(({ privilege, columns }) => (columns ? `${privilege} (${columns.join(', ')})` : privilege))
    .sort();
}

const COMMANDS: Readonly<Record<string, string>> = { SELECT: 'r', INSERT: 'a', UPDATE: 'w', DELETE: 'd' };

/** A right without a policy for its command finds no row: one of both was forgotten. */
function withoutPolicy(rights: readonly Right[], policies: readonly Policy[]): string[] {
  return rights.flatMap(({ name, grantee, privilege }) => {
    const command = COMMANDS[privilege];
    const table = recordTables[name];
    if (command === undefined || table === undefined || table.seenBy === 'everyone') return [];
    const fits = policies.some(
      (policy) =>
        policy.table === name &&
        policy.permissive &&
        policy.roles.includes(grantee) &&
        ['*', command].includes(policy.command),
    );
    return fits ? [] : [`${grantee} may ${privilege} on "${name}", for which no policy lets it: write the policy.`];
  });
}

async function functionProblems(ask: Ask): Promise<string[]> {
  const functions = await ask<{ name: string; owner: string; settings: string[] | null; callers: string[] }>(`
    SELECT proname AS name, proconfig AS settings,
      CASE proowner WHEN (SELECT datdba FROM pg_database WHERE datname = current_database())
        THEN 'the owner' ELSE proowner::regrole::text END AS owner,
      ARRAY(SELECT DISTINCT ${granteeName} FROM aclexplode(coalesce(proacl, acldefault('f', proowner))) a
            WHERE a.grantee <> proowner ORDER BY 1) AS callers
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef ORDER BY 1`);
  const present = new Set(functions.map(({ name }) => name));
  return [
    ...functions.flatMap(({ name, ...real }) => {
      const meant = definerFunctions[name];
      if (!real.settings?.some((setting) => setting.startsWith('search_path=')))
        return [`The function "${name}" runs with its owner's rights on any search_path: SET search_path = public.`];
      if (meant === undefined)
        return [`The function "${name}" runs with its owner's rights: enter it in definerFunctions of ${PLACE}.`];
      const said = JSON.stringify([real.owner, real.settings, real.callers]);
      return said === JSON.stringify([meant.owner, meant.settings, meant.callers])
        ? []
        : [`The function "${name}" is ${said}, which is not what ${PLACE} says of it.`];
    }),
    ...Object.keys(definerFunctions)
      .filter((name) => !present.has(name))
      .map((name) => `The function "${name}" is entered in ${PLACE} and does not exist: take it out.`),
  ];
}

async function roleProblems(ask: Ask): Promise<string[]> {
  const owned = await ask<{ role: string; name: string }>(`
    SELECT relowner::regrole::text AS role, relname AS name FROM pg_class
    WHERE relowner IN ('liaison_api'::regrole, 'liaison_worker'::regrole)`);
  const powers = await ask<{ role: string; power: string }>(`
    SELECT rolname AS role, power FROM pg_roles,
      LATERAL (VALUES (rolsuper, 'is a superuser'), (rolbypassrls, 'passes row-level security by'),
        (rolcreaterole, 'may create roles'), (rolcreatedb, 'may create databases'), (rolreplication, 'may replicate'),
        (rolcanlogin, 'may log in'), (has_schema_privilege(oid, 'public', 'CREATE'), 'may create in "public"')) p (has, power)
    WHERE rolname IN ('liaison_api', 'liaison_worker') AND has`);
  const defaults = await ask<{ role: string }>(`
    SELECT DISTINCT ${granteeName} AS role FROM pg_default_acl d, aclexplode(d.defaclacl) a
    WHERE a.grantee <> d.defaclrole`);
  return [
    ...owned.map(({ role, name }) => `${role} owns "${name}": who owns a table sets its policies aside.`),
    ...powers.map(({ role, power }) => `${role} ${power}: a group role has no power but its rights.`),
    ...defaults.map(
      ({ role }) => `${role} gets rights on whatever is made (ALTER DEFAULT PRIVILEGES): grant each by name.`,
    ),
  ];
}
