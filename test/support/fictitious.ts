/** A plainly fictitious adult's case, asked to be taken up by whoever gives legal help. */
export function fictitiousCase(over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    person: { caseCode: 'FICTION-1', isMinor: 'no', name: { given: 'Testperson', family: 'Alpha' } },
    trafficking: { status: 'PossibleVictimOfTrafficking' },
    request: { services: ['legal', 'protection'], reason: 'AdditionalServicesRequired', risk: 'medium' },
    consent: { given: 'yes', purposes: ['assistance', 'protection'] },
    ...over,
  };
}
