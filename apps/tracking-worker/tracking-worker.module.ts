import { Module } from '@nestjs/common';
import { Eraser } from './eraser';
import { EvidenceSealer } from './evidence-sealer';
import { EvidenceStamper } from './evidence-stamper';
import { KeyKeeper } from './key-keeper';
import { ProvisionWatch } from './provision-watch';
import { ReadingWatch } from './reading-watch';
import { TallyWatch } from './tally-watch';
import { TrackingController } from './tracking.controller';

@Module({
  controllers: [TrackingController],
  providers: [Eraser, EvidenceSealer, EvidenceStamper, KeyKeeper, ProvisionWatch, ReadingWatch, TallyWatch],
})
export class TrackingWorkerModule {}
