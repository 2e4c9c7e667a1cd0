/** The part of FHIR R4 (4.0.1) that the hub writes. Members are in the order of the standard. */

export interface Coding {
  readonly system: string;
  readonly code: string;
  readonly display?: string;
}

export interface CodeableConcept {
  readonly coding: readonly Coding[];
}

export interface Identifier {
  readonly system: string;
  readonly value: string;
}

export interface Reference {
  readonly reference: string;
  readonly display?: string;
}

export interface Meta {
  readonly security: readonly Coding[];
  readonly tag?: readonly Coding[];
}

export interface Organization {
  readonly resourceType: 'Organization';
  readonly id: string;
  readonly identifier: readonly Identifier[];
  readonly active: true;
  readonly name: string;
}

export interface Patient {
  readonly resourceType: 'Patient';
  readonly id: string;
  readonly meta: Meta;
  readonly identifier?: readonly Identifier[];
  readonly name?: readonly {
    readonly family?: string;
    readonly given?: readonly string[];
    readonly prefix?: readonly string[];
  }[];
  readonly telecom?: readonly {
    readonly system: 'phone' | 'email';
    readonly value: string;
    readonly use?: 'home' | 'mobile';
  }[];
  readonly gender?: 'male' | 'female' | 'other' | 'unknown';
  readonly birthDate?: string;
  readonly address?: readonly {
    readonly line?: readonly string[];
    readonly city?: string;
    readonly state?: string;
    readonly postalCode?: string;
    readonly country?: string;
  }[];
  readonly communication?: readonly { readonly language: CodeableConcept; readonly preferred?: true }[];
}

export type RequestStatus = 'draft' | 'active' | 'on-hold' | 'revoked' | 'completed' | 'entered-in-error' | 'unknown';
export type RequestPriority = 'routine' | 'urgent' | 'stat';

export interface ServiceRequest {
  readonly resourceType: 'ServiceRequest';
  readonly id: string;
  readonly meta: Meta;
  readonly identifier: readonly Identifier[];
  readonly status: RequestStatus;
  readonly intent: 'order';
  readonly category: readonly CodeableConcept[];
  readonly priority: RequestPriority;
  readonly code?: CodeableConcept;
  readonly orderDetail?: readonly CodeableConcept[];
  readonly subject: Reference;
  readonly authoredOn: string;
  readonly requester: Reference;
  readonly performer?: readonly Reference[];
  readonly reasonCode?: readonly CodeableConcept[];
  readonly note?: readonly { readonly text: string }[];
}

export type TaskStatus =
  | 'requested'
  | 'received'
  | 'accepted'
  | 'rejected'
  | 'in-progress'
  | 'on-hold'
  | 'completed'
  | 'failed'
  | 'cancelled'
  | 'entered-in-error';

export interface Task {
  readonly resourceType: 'Task';
  readonly id: string;
  readonly meta: Meta;
  readonly basedOn: readonly Reference[];
  readonly groupIdentifier: Identifier;
  readonly status: TaskStatus;
  readonly statusReason?: CodeableConcept;
  readonly businessStatus: CodeableConcept;
  readonly intent: 'order';
  readonly priority: RequestPriority;
  readonly code: CodeableConcept;
  readonly focus: Reference;
  readonly for: Reference;
  readonly authoredOn: string;
  readonly lastModified: string;
  readonly requester: Reference;
  readonly owner: Reference;
  readonly restriction: { readonly period: { readonly end: string }; readonly recipient: readonly Reference[] };
  readonly output?: readonly { readonly type: CodeableConcept; readonly valueCodeableConcept: CodeableConcept }[];
}

export type Resource = Organization | Patient | ServiceRequest | Task;

export interface Bundle {
  readonly resourceType: 'Bundle';
  readonly meta: Meta;
  readonly identifier: Identifier;
  readonly type: 'collection';
  readonly timestamp: string;
  readonly entry: readonly { readonly fullUrl: string; readonly resource: Resource }[];
}
