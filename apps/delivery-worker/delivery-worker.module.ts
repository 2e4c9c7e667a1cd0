import { Module } from '@nestjs/common';
import { DeliveryController } from './delivery.controller';
import { MailSender } from './mail-sender';

@Module({ controllers: [DeliveryController], providers: [MailSender] })
export class DeliveryWorkerModule {}
