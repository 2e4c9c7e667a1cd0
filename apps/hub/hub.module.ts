import { Module, type DynamicModule } from '@nestjs/common';
import { RuntimeModule, type RuntimeOptions } from '#runtime';
import { ApiModule } from '../api/api.module';
import { DeliveryWorkerModule } from '../delivery-worker/delivery-worker.module';
import { MeetingsWorkerModule } from '../meetings-worker/meetings-worker.module';
import { RoutingWorkerModule } from '../routing-worker/routing-worker.module';
import { TrackingWorkerModule } from '../tracking-worker/tracking-worker.module';

/** Every app of the hub in one process: the same modules that run apart in production. */
@Module({})
export class HubModule {
  static forRoot(options: RuntimeOptions): DynamicModule {
    return {
      module: HubModule,
      imports: [
        RuntimeModule.forRoot(options),
        ApiModule,
        RoutingWorkerModule,
        DeliveryWorkerModule,
        TrackingWorkerModule,
        MeetingsWorkerModule,
      ],
    };
  }
}
