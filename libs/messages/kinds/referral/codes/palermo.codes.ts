/** The act of the Palermo Protocol, Art. 3(a). */
export const palermoActs = [
  { code: 'recruitment', label: 'Recruitment' },
  { code: 'transportation', label: 'Transportation' },
  { code: 'transfer', label: 'Transfer' },
  { code: 'harbouring', label: 'Harbouring' },
  { code: 'receipt', label: 'Receipt' },
] as const;

/** The means of the Palermo Protocol, Art. 3(a); not required for a child (Art. 3(c)). */
export const palermoMeans = [
  { code: 'force', label: 'Threat or use of force' },
  { code: 'other-coercion', label: 'Other forms of coercion' },
  { code: 'abduction', label: 'Abduction' },
  { code: 'fraud', label: 'Fraud' },
  { code: 'deception', label: 'Deception' },
  { code: 'abuse-of-power', label: 'Abuse of power' },
  { code: 'abuse-of-vulnerability', label: 'Abuse of a position of vulnerability' },
  { code: 'payments-or-benefits', label: 'Giving or receiving payments or benefits' },
] as const;

/** The purpose of exploitation of the Palermo Protocol, Art. 3(a), "at a minimum". */
export const palermoPurposes = [
  { code: 'sexual-exploitation', label: 'Prostitution of others or other sexual exploitation' },
  { code: 'forced-labour', label: 'Forced labour or services' },
  { code: 'slavery', label: 'Slavery or similar practices' },
  { code: 'servitude', label: 'Servitude' },
  { code: 'organ-removal', label: 'Removal of organs' },
  { code: 'other', label: 'Other exploitation' },
] as const;
