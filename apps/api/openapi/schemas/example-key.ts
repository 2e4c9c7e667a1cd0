/** A public key whose private part nobody kept. */
export const exampleKey = {
  kty: 'EC',
  crv: 'P-256',
  x: 'xaTXAfbtykkbbA8oEwY6AkcgMTm-tPAWwlm_MIsO-bQ',
  y: 'n4BNcH0i35WgN7LHdNbrlf26qswKEqxuf2-tRcu9esA',
  kid: 'm5HCK8EHKiV2rbZxdQ141ravfr2_DjhpRiGEuLDmjSI',
  use: 'enc',
  alg: 'ECDH-ES+A256KW',
} as const;
