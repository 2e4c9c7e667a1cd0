export { evidenceRow, insertEvidenceSql, witness, type EvidenceAction, type EvidenceEntry } from './evidence';
export { listEvidence, type EvidenceView } from './list-evidence';
export { lastCheckpoint, listCheckpoints, type CheckpointRow } from './log/checkpoints.store';
export { oldestUnsealed } from './log/oldest-unsealed';
export { seal, type SealTools } from './log/seal';
