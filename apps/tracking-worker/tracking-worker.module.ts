import { Module } from '@nestjs/common';
import { EvidenceSealer } from './evidence-sealer';
import { KeyKeeper } from './key-keeper';
import { TrackingController } from './tracking.controller';

@Module({ controllers: [TrackingController], providers: [EvidenceSealer, KeyKeeper] })
export class TrackingWorkerModule {}
