export { openCheckpoint, signCheckpoint, type Checkpoint, type SignedCheckpoint } from './checkpoint';
export { CompactRange, rootOf, type Node } from './compact-range';
export { EMPTY_ROOT, leafHash, nodeHash, sha256, type Hash } from './merkle';
export { consistencyPath, inclusionPath, subtreesOf, type Leaves, type Subtree } from './paths';
export { isConsistent, rootFromInclusion } from './proofs';
export { openNote, signNote, signerKey, verifierKey, type SignerKey, type VerifierKey } from './signed-note';
export { checkpointLine, entryLine, headerLine, hiddenLine } from './export/lines';
export type { Fault, FaultCode, Verdict } from './export/verdict';
export { verifyExport, type VerifyOptions } from './export/verify-export';
