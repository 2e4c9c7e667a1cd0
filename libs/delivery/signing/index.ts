export { ed25519PublicJwk, type Ed25519PublicJwk } from './public-jwk';
export { parseSecret, type ParsedSecret } from './secret-format';
export { generateEd25519KeyPair, generateHmacSecret, publicKeyOf, type Ed25519KeyPair } from './secret-generator';
export { sign, type SignedContent, type SigningSecret } from './webhook-signature';
export {
  verify,
  type ReceivedWebhook,
  type VerificationFailure,
  type VerificationResult,
} from './webhook-verification';
