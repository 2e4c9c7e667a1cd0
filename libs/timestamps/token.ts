import { createHash } from 'node:crypto';
import { ObjectIdentifier } from 'asn1js';
import {
  ContentInfo,
  ExtKeyUsage,
  SignedData,
  TSTInfo,
  id_ContentType_SignedData,
  id_eContentType_TSTInfo,
  type Certificate,
  type SignedDataVerifyResult,
} from 'pkijs';
import { SHA_256, isOneValue } from './request';
import { namesSigner } from './signing-certificate';
import { TimestampRefused, type TimestampFault } from './timestamp-refused';
import type { TrustedAuthorities } from './trusted-authorities';

/** A time stamp that was checked. */
export interface Timestamp {
  /** The token, DER: a CMS SignedData. */
  readonly token: Buffer;
  /** The time that the authority vouches for. */
  readonly at: Date;
  readonly nonce: Buffer | undefined;
}

const EXTENDED_KEY_USAGE = '2.5.29.37';
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';

/**
 * A time stamp over `data`, when it is one: the SHA-256 of the data, signed by somebody who may sign time stamps and nothing else
 * (RFC 3161, sections 2.3 and 2.4.2), whose chain led to a trusted authority at that time. Revocation is not asked after.
 *
 * @throws TimestampRefused
 */
export async function openToken(token: Buffer, data: Buffer, trusted: TrustedAuthorities): Promise<Timestamp> {
  const { signed, info } = readToken(token);
  const { hashAlgorithm, hashedMessage } = info.messageImprint;
  const digest = createHash('sha256').update(data).digest();
  if (hashAlgorithm.algorithmId !== SHA_256 || !digest.equals(hashedMessage.valueBlock.valueHexView))
    refuse('imprint', 'The time stamp is over something else.');
  const signer = await signerOf(signed, data, trusted);
  requirePurpose(signer);
  const nonce = info.nonce && Buffer.from(info.nonce.valueBlock.valueHexView);
  return { token, at: info.genTime, nonce };
}

function readToken(token: Buffer): { signed: SignedData; info: TSTInfo } {
  let content: ContentInfo;
  let signed: SignedData;
  let info: TSTInfo;
  try {
    if (!isOneValue(token)) refuse('unreadable', 'The time stamp is not one ASN.1 value.');
    content = ContentInfo.fromBER(token);
    if (content.contentType !== id_ContentType_SignedData) refuse('unreadable', 'The time stamp is not signed data.');
    signed = new SignedData({ schema: content.content });
    const { eContentType, eContent } = signed.encapContentInfo;
    if (eContentType !== id_eContentType_TSTInfo || !eContent) refuse('unreadable', 'What is signed is no time stamp.');
    info = TSTInfo.fromBER(eContent.getValue());
  } catch (error) {
    if (error instanceof TimestampRefused) throw error;
    throw new TimestampRefused('unreadable', 'The time stamp cannot be read.', { cause: error });
  }
  const [one, ...more] = signed.signerInfos;
  if (!one || more.length > 0) refuse('unreadable', 'The time stamp has no signer, or several.');
  return { signed, info };
}

async function signerOf(signed: SignedData, data: Buffer, trusted: TrustedAuthorities): Promise<Certificate> {
  let verified: SignedDataVerifyResult;
  try {
    // The chain is judged as of the time of the stamp.
    verified = await signed.verify({
      signer: 0,
      data: new Uint8Array(data).buffer,
      trustedCerts: [...trusted.certificates],
      checkChain: true,
      extendedMode: true,
    });
  } catch (error) {
    throw new TimestampRefused('signature', 'No trusted authority stands behind the signature.', { cause: error });
  }
  const { signatureVerified, signerCertificate } = verified;
  if (signatureVerified !== true || !signerCertificate) refuse('signature', 'The signature is not right.');
  const attributes = signed.signerInfos[0]?.signedAttrs?.attributes ?? [];
  const type: unknown = attributes.find((one) => one.type === CONTENT_TYPE)?.values[0];
  if (!(type instanceof ObjectIdentifier) || type.getValue() !== id_eContentType_TSTInfo)
    refuse('signature', 'The signature is over something that is no time stamp.');
  if (!namesSigner(attributes, Buffer.from(signerCertificate.toSchema().toBER())))
    refuse('signature', 'The signature does not name the certificate that it is checked by.');
  return signerCertificate;
}

/** The one purpose, and critical: the key that signs time stamps signs nothing else. */
function requirePurpose(signer: Certificate): void {
  const usage = signer.extensions?.find(({ extnID }) => extnID === EXTENDED_KEY_USAGE);
  const purposes = usage?.parsedValue instanceof ExtKeyUsage ? usage.parsedValue.keyPurposes : [];
  if (usage?.critical !== true || purposes.length !== 1 || purposes[0] !== TIME_STAMPING)
    refuse('purpose', 'The certificate of the signer is not one for time stamps alone.');
}

function refuse(fault: TimestampFault, message: string): never {
  throw new TimestampRefused(fault, message);
}
