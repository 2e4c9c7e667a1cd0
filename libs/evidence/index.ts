export { evidenceRow, insertEvidenceSql, witness, type EvidenceAction, type EvidenceEntry } from './evidence';
export { listEvidence, type EvidenceView } from './list-evidence';
