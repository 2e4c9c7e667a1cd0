export { AddressPolicy, type AddressPolicyOptions, type AddressRefusal } from './address-policy';
export { type ClientCertificate } from './client-certificate';
export { HttpSender, type HttpSenderOptions, type PostRequest } from './http-sender';
export { type NameResolver, type ResolvedAddress } from './name-resolver';
export { type OutboundProxyOptions } from './outbound-proxy';
export {
  type SendFault,
  type SendFaultKind,
  type SendResponse,
  type SendResponseHeaders,
  type SendResult,
} from './send-result';
export { UrlPolicy, type UrlPolicyOptions, type UrlRefusal } from './url-policy';
