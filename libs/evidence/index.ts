export {
  evidenceActions,
  evidenceRows,
  insertEvidenceSql,
  subjectTypes,
  witness,
  type EvidenceAction,
  type EvidenceEntry,
} from './evidence';
export { accessWays, listAccess, type AccessLine, type AccessWay } from './list-access';
export { listEvidence, type EvidenceView } from './list-evidence';
export { lastCheckpoint, listCheckpoints, type CheckpointRow, type ListedCheckpoint } from './log/checkpoints.store';
export { exportLog, planExport, type ExportPlan, type InTransaction } from './log/export';
export { oldestUnsealed } from './log/oldest-unsealed';
export { proveConsistency, proveEntry, type ConsistencyProof } from './log/prove';
export {
  LEAST_UNUSUAL,
  listOverseen,
  lookingBodies,
  overseenActions,
  unusualReading,
  type OverseenLine,
  type ReadingLimits,
  type UnusualReading,
} from './oversight';
export { seal, type SealTools } from './log/seal';
export { stampLog, type StampTools } from './log/stamp';
export { AuthorityFault, timestampAuthority, type AuthorityOptions } from './log/timestamp-authority';
export { lastTimestamp } from './log/timestamps.store';
