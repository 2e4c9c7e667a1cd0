import { createHash, randomBytes } from 'node:crypto';
import { Integer, OctetString, fromBER } from 'asn1js';
import { AlgorithmIdentifier, MessageImprint, TimeStampReq } from 'pkijs';

export const SHA_256 = '2.16.840.1.101.3.4.2.1';

/** What is asked, and what the answer is held against. */
export interface TimestampRequest {
  /** DER, for `application/timestamp-query`. */
  readonly der: Buffer;
  readonly data: Buffer;
  readonly nonce: Buffer;
}

/** A request (RFC 3161, section 2.4.1) for a time stamp over the SHA-256 of `data`, with a nonce, and with the signer's certificate. */
export function timestampRequest(data: Buffer): TimestampRequest {
  const nonce = randomBytes(16);
  // Positive, and of full length: DER has one spelling for it.
  nonce.writeUInt8((nonce.readUInt8(0) & 0x7f) | 0x40, 0);
  const request = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA_256 }),
      hashedMessage: new OctetString({ valueHex: createHash('sha256').update(data).digest() }),
    }),
    nonce: new Integer({ valueHex: nonce }),
    certReq: true,
  });
  return { der: Buffer.from(request.toSchema().toBER()), data, nonce };
}

/** Whether `bytes` are one ASN.1 value with nothing behind it. */
export function isOneValue(bytes: Uint8Array): boolean {
  return fromBER(bytes).offset === bytes.length;
}
