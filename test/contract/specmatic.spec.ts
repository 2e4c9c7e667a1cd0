import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RecordingProxy, type Exchange } from '#test/recording-proxy';
import { startHub, type RunningHub } from '#test/running-hub';
import { WebhookReceiver } from '#test/webhook-receiver';
import { DocumentedApi, type OpenApiDocument } from './documented-api';
import { CALLER, examplesIn } from './examples';
import { runSpecmatic, type SpecmaticReport } from './specmatic';
import { exampleFiles, forSystems, readableBySpecmatic, withoutStreams } from './specmatic-input';

const document = forSystems(
  withoutStreams(JSON.parse(readFileSync(join(__dirname, '../../apps/api/openapi.json'), 'utf8')) as OpenApiDocument),
);

/** Which answer Specmatic waits for, as it says in every request of a scenario: 2xx to a valid request, 4xx otherwise. */
const EXPECTED = 'specmatic-response-code';

/** No such record, not in this state, changed meanwhile, not what the operation or the rules know. */
const REFUSALS = [404, 409, 412, 422];

/**
 * Operations of which Specmatic cannot make a request that the hub fulfils. It sends files without a name and as noise,
 * so nothing can be attached, downloaded or imported; and it fills lists with slugs that no body and ids that no item has; and
 * an opening takes two persons, and a review report takes a quarter that is over and a person. The end-to-end tests fulfil them.
 */
const OUT_OF_REACH = [
  'addAttachment',
  'downloadAttachment',
  'downloadReceivedAttachment',
  'getOpening',
  'getReviewReport',
  'getReviewReportAsCsv',
  'getReviewReportAsHtml',
  'getReviewReportAsPdf',
  'importReferrals',
  'importReturn',
  'orderMeetingAgenda',
  'referOnward',
  'removeAttachment',
  'rerouteReferral',
];

/** Specmatic makes requests from the document, valid ones and mutated ones, and sends them to a hub that runs. */
describe('the hub keeps what its OpenAPI document promises', () => {
  let hub: RunningHub | undefined;
  let receiver: WebhookReceiver | undefined;
  let proxy: RecordingProxy | undefined;
  let report: SpecmaticReport;
  let exchanges: readonly Exchange[];
  const api = new DocumentedApi(document);

  beforeAll(async () => {
    receiver = await WebhookReceiver.open();
    hub = await startHub('one process on its own PostgreSQL');
    const examples = await examplesIn(hub, receiver.url);
    proxy = await RecordingProxy.open(hub.api);
    report = await runSpecmatic({
      document: readableBySpecmatic(document),
      exampleFiles: exampleFiles(api, examples),
      baseUrl: proxy.url,
      apiKey: hub.keys[CALLER] ?? '',
      combinations: 1,
      patience: 40_000,
    });
    const { exchanges: all } = proxy;
    exchanges = all.filter(({ headers }) => EXPECTED in headers);
  }, 600_000);

  afterAll(async () => {
    await proxy?.close();
    await Promise.all([hub?.stop(), receiver?.close()]);
  }, 60_000);

  it('was asked everything that Specmatic made, in every operation', () => {
    const negative = report.scenarios.filter((scenario) => scenario.startsWith('-ve'));
    process.stdout.write(
      `Specmatic: ${operationsOf(exchanges).size} operations, ${report.scenarios.length} scenarios, ` +
        `${report.scenarios.length - negative.length} of valid and ${negative.length} of invalid input\n`,
    );
    expect(operationsOf(exchanges)).toEqual(new Set(api.operations.map(({ operationId }) => operationId)));
    expect(exchanges).toHaveLength(report.scenarios.length);
    expect(exchanges.filter(isNegative)).toHaveLength(negative.length);
    expect(operationsOf(exchanges.filter(isNegative))).toEqual(new Set(operationsWithInput()));
  });

  it('never fails', () => {
    expect(told(exchanges.filter(({ status }) => status >= 500))).toEqual([]);
  });

  it('accepts nothing that the document does not allow', () => {
    const accepted = exchanges.filter(({ status }) => status < 400);
    // Specmatic mutates some texts into others that the document allows too: then the document decides.
    expect(told(accepted.filter((exchange) => api.requestFaults(exchange).length > 0))).toEqual([]);
    // What the document cannot tell about a form, Specmatic knows: it spoilt it.
    expect(told(accepted.filter((exchange) => isNegative(exchange) && isForm(exchange)))).toEqual([]);
  });

  it('answers everything as documented', () => {
    expect(told(exchanges.filter((exchange) => api.answerFaults(exchange).length > 0))).toEqual([]);
  });

  it('refuses valid input only for what it says or for the state of the record', () => {
    const refused = exchanges.filter((exchange) => !isNegative(exchange) && exchange.status >= 400);
    expect(told(refused.filter(({ status }) => !REFUSALS.includes(status)))).toEqual([]);
  });

  it('fulfils a valid request in every operation', () => {
    const fulfilled = operationsOf(exchanges.filter((exchange) => !isNegative(exchange) && exchange.status < 300));
    const never = api.operations.map(({ operationId }) => operationId).filter((id) => !fulfilled.has(id));
    const failed = new Set(never.filter((id) => !OUT_OF_REACH.includes(id)));
    const answers = exchanges.filter((one) => !isNegative(one) && failed.has(api.operationOf(one)?.operationId ?? ''));
    expect(told(answers)).toEqual([]);
    expect(never.sort()).toEqual([...OUT_OF_REACH].sort());
  });

  function isNegative({ headers }: Exchange): boolean {
    return String(headers[EXPECTED]).startsWith('4');
  }

  function operationsOf(some: readonly Exchange[]): Set<string> {
    return new Set(some.map((exchange) => api.operationOf(exchange)?.operationId ?? exchange.target));
  }

  /** Where there is something to get wrong that Specmatic can spoil: it takes no part of a segment of a path. */
  function operationsWithInput(): string[] {
    return api.operations
      .filter(({ operationId }) => operationId !== 'readCalendarFeed')
      .filter(({ parameters = [], requestBody }) => parameters.length > 0 || requestBody)
      .map(({ operationId }) => operationId);
  }

  function isForm({ headers }: Exchange): boolean {
    return headers['content-type']?.startsWith('multipart/') ?? false;
  }

  /** Exchanges as the report of a failure shows them. */
  function told(some: readonly Exchange[]): object[] {
    return some.slice(0, 10).map((exchange) => ({
      operation: api.operationOf(exchange)?.operationId,
      request: `${exchange.method} ${exchange.target}`,
      body: exchange.body.toString('utf8').slice(0, 2_000),
      againstTheDocument: api.requestFaults(exchange).slice(0, 5),
      answer: `${exchange.status} ${exchange.answer.toString('utf8').slice(0, 500)}`,
      answerAgainstTheDocument: api.answerFaults(exchange).slice(0, 5),
    }));
  }
});
