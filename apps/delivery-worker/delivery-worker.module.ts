import { Module } from '@nestjs/common';
import { DeliveryController } from './delivery.controller';
import { MailSender } from './mail-sender';
import { RecordKeeper } from './record-keeper';

@Module({ controllers: [DeliveryController], providers: [MailSender, RecordKeeper] })
export class DeliveryWorkerModule {}
