import { Module } from '@nestjs/common';
import { KeyKeeper } from './key-keeper';
import { TrackingController } from './tracking.controller';

@Module({ controllers: [TrackingController], providers: [KeyKeeper] })
export class TrackingWorkerModule {}
