// docs/lifecycle.md, made of the transition tables in libs/messages/domain. Pure: tables in, text out.

const START = '[*]';

/** @param {import('./lifecycle-page.mjs').Lifecycles} lifecycles */
export function lifecyclePage({ message, recipient, declineReasons, outcomes }) {
  const messageMoves = movesOf(message, (next) => ({ to: next, by: [] }));
  const recipientMoves = movesOf(recipient, (step) => step);
  return [
    '# Lifecycles',
    '',
    'Made by `npm run docs:lifecycle` from `libs/messages/domain/`. Do not edit: a test fails when this page is stale.',
    '',
    'A message has one life as a whole. From routing on, each of its recipients has a life of its own. Overdue is a flag,',
    'never a state. A move that is not listed is refused with `illegal_transition`, the current state and the legal moves.',
    '',
    '## Message',
    '',
    ...diagram('draft', messageMoves),
    '',
    ...table(
      ['state', 'event', 'next state'],
      messageMoves.map(({ from, event, to }) => [from, event, to]),
    ),
    '',
    `Final: ${finalStates(message)}. \`route\` is the hub's own move.`,
    '',
    '## Recipient',
    '',
    'S: the sender, R: the recipient, H: the hub. Deciding without acknowledging first acknowledges too.',
    '',
    ...diagram('pending', recipientMoves),
    '',
    ...table(
      ['state', 'event', 'by', 'of what asks for', 'next state'],
      recipientMoves.map(({ from, event, by, asks, to }) => [
        from,
        event,
        by.join(', '),
        asks?.join(', ') ?? 'anything',
        to,
      ]),
    ),
    '',
    `Final: ${finalStates(recipient)}.`,
    '',
    '## Codes',
    '',
    `Reasons to decline: ${codes(declineReasons)}. \`other\` needs a note.`,
    '',
    `Outcomes of a completed or failed case: ${codes(outcomes)}.`,
    '',
  ].join('\n');
}

function movesOf(lifecycle, stepOf) {
  return Object.entries(lifecycle).flatMap(([from, events]) =>
    Object.entries(events).map(([event, value]) => ({ from, event, ...stepOf(value) })),
  );
}

/** Moves between the same two states by the same parties share one arrow. */
function diagram(first, moves) {
  const arrows = new Map();
  for (const { from, event, to, by } of moves) {
    const parties = by.map((party) => party[0].toUpperCase()).join('/');
    const key = `${from} --> ${to}`;
    const label = parties === '' ? event : `${event} (${parties})`;
    arrows.set(key, [...(arrows.get(key) ?? []), label]);
  }
  return [
    '```mermaid',
    'stateDiagram-v2',
    `    ${START} --> ${first}`,
    ...[...arrows].map(([arrow, labels]) => `    ${arrow}: ${labels.join(', ')}`),
    '```',
  ];
}

/** As prettier lays tables out, so that formatting leaves the page as it was made. */
function table(head, rows) {
  const cells = rows.map((row) => row.map((cell, column) => (head[column] === 'by' ? cell : `\`${cell}\``)));
  const widths = head.map((title, column) =>
    Math.max(...[title, ...cells.map((row) => row[column])].map(({ length }) => length)),
  );
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...cells.map(line)];
}

function finalStates(lifecycle) {
  return codes(
    Object.entries(lifecycle)
      .filter(([, events]) => Object.keys(events).length === 0)
      .map(([state]) => state),
  );
}

function codes(list) {
  return list.map((code) => `\`${code}\``).join(', ');
}
