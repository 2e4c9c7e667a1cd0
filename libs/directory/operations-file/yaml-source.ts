import { type Document, isMap, isNode, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Finding, Path } from './finding';
import type { OperationsProblem } from './operations-problem';

/** An operation file that remembers where in its text each value stands. */
export class YamlSource {
  private readonly lines = new LineCounter();
  private readonly document: Document;

  constructor(
    private readonly file: string,
    text: string,
  ) {
    this.document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false, version: '1.2' });
  }

  /** What YAML itself finds wrong, e.g. a key that appears twice. */
  syntaxProblems(): OperationsProblem[] {
    return [...this.document.errors, ...this.document.warnings].map((error) =>
      this.problemAt(error.pos[0], `This is not valid YAML: ${error.message}.`, 'Correct the YAML at this place.'),
    );
  }

  /** The plain data of the file. */
  data(): unknown {
    return this.document.toJS({ maxAliasCount: 50 });
  }

  /** Ties a finding to the line of its path, or of the nearest part of the path that exists. */
  locate(finding: Finding): OperationsProblem {
    return this.problemAt(this.offsetOf(finding.path), finding.reason, finding.fix);
  }

  private problemAt(offset: number, reason: string, fix: string): OperationsProblem {
    const { line, col } = this.lines.linePos(offset);
    return { file: this.file, line: Math.max(line, 1), column: Math.max(col, 1), reason, fix };
  }

  private offsetOf(path: Path): number {
    let node: unknown = this.document.contents;
    let offset = startOf(node) ?? 0;
    for (const step of path) {
      const next = this.step(node, step);
      if (next === undefined) break;
      offset = startOf(next.at) ?? offset;
      node = next.value;
    }
    return offset;
  }

  /** Where one step leads: to an item of a list, or to the key of a map entry, which is where a reader looks. */
  private step(node: unknown, step: string | number): { at: unknown; value: unknown } | undefined {
    const target = isNode(node) ? this.resolved(node) : node;
    if (isSeq(target)) {
      const item = target.items[Number(step)];
      return item === undefined ? undefined : { at: item, value: item };
    }
    if (!isMap(target)) return undefined;
    const pair = target.items.find(
      (each) => isPair(each) && isScalar(each.key) && String(each.key.value) === String(step),
    );
    return pair === undefined ? undefined : { at: pair.key, value: pair.value };
  }

  private resolved(node: Node): unknown {
    return 'source' in node && 'resolve' in node && typeof node.resolve === 'function'
      ? (node as { resolve(document: Document): unknown }).resolve(this.document)
      : node;
  }
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
