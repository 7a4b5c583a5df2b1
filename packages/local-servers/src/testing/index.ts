import './provided.ts';

export { type GivenServers, givenServers } from './given-servers.ts';
export { type Authority, type CertifiedKey, createAuthority } from './secured/authority.ts';
export { type Certificates, makeCertificates } from './secured/certificates.ts';
export { type KafkaListeners, kafkaListeners, type ListenerAccess } from './secured/kafka-listeners.ts';
export type { TokenEndpoint } from './secured/token-endpoint.ts';
