import { Body, Controller, Delete, Inject, Param, Put, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  removeCredential,
  setClientCertificate,
  setOAuth2Client,
  type EndpointTools,
  type EndpointView,
} from '#delivery';
import type { Caller } from '#identity';
import type { Uuid } from '#kernel';
import { HttpSender } from '#platform/http-client';
import { JobClient } from '#platform/queue';
import { ApiActions, CurrentCaller, Permit, StepUp } from '#runtime';
import { ExpectedVersion } from '../http/expected-version';
import { RecordId } from '../http/record-id.pipe';
import type { Reply } from '../http/reply';
import { SetClientCertificateDto, SetOAuth2ClientDto } from './credential.dto';
import {
  RemoveClientCertificateDoc,
  RemoveOAuth2ClientDoc,
  SetClientCertificateDoc,
  SetOAuth2ClientDoc,
} from './credentials.docs';

/** What the hub shows to an endpoint that asks who it is. */
@ApiTags('webhook endpoints')
@Controller('v1/webhook-endpoints')
export class CredentialsController {
  constructor(
    @Inject(ApiActions) private readonly actions: ApiActions,
    @Inject(HttpSender) private readonly sender: HttpSender,
    @Inject(JobClient) private readonly jobs: JobClient,
  ) {}

  @SetClientCertificateDoc()
  @StepUp()
  @Permit('webhooks:manage')
  @Put(':id/client-certificate')
  setCertificate(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
    @ExpectedVersion() version: number,
    @Body() dto: SetClientCertificateDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<EndpointView> {
    return this.change(caller, id, reply, (tools) => setClientCertificate(tools, id, version, dto));
  }

  @RemoveClientCertificateDoc()
  @StepUp()
  @Permit('webhooks:manage')
  @Delete(':id/client-certificate')
  removeCertificate(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
    @ExpectedVersion() version: number,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<EndpointView> {
    return this.change(caller, id, reply, (tools) => removeCredential(tools, id, version, 'client_certificate'));
  }

  @SetOAuth2ClientDoc()
  @StepUp()
  @Permit('webhooks:manage')
  @Put(':id/oauth2')
  setOAuth2(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
    @ExpectedVersion() version: number,
    @Body() dto: SetOAuth2ClientDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<EndpointView> {
    return this.change(caller, id, reply, (tools) => setOAuth2Client(tools, id, version, dto));
  }

  @RemoveOAuth2ClientDoc()
  @StepUp()
  @Permit('webhooks:manage')
  @Delete(':id/oauth2')
  removeOAuth2(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
    @ExpectedVersion() version: number,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<EndpointView> {
    return this.change(caller, id, reply, (tools) => removeCredential(tools, id, version, 'oauth2'));
  }

  private async change(
    caller: Caller,
    id: Uuid,
    reply: Reply,
    work: (tools: EndpointTools) => Promise<EndpointView>,
  ): Promise<EndpointView> {
    const endpoint = await this.actions.run(caller, ({ tx, vault, clock }) =>
      work({ tx, vault, clock, sender: this.sender, organisationId: caller.organisationId }),
    );
    reply.header('etag', `"${endpoint.version}"`);
    this.jobs.wake('delivery.lane', { endpointId: id });
    return endpoint;
  }
}
