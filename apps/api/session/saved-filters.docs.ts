import { applyDecorators } from '@nestjs/common';
import { Documented } from '../http/answers';
import { pageHeader } from './page-header';

export const ListSavedFiltersDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listSavedFilters',
    summary: 'List the filters that you keep',
    status: 200,
    answer: 'Your filters, by page and name.',
    schema: 'SavedFilter',
    list: true,
    problems: ['forbidden'],
  });

export const SaveFilterDoc = (): MethodDecorator =>
  applyDecorators(
    Documented({
      operationId: 'saveFilter',
      summary: 'Keep what a list is to show, under a name',
      status: 201,
      answer: 'The filter.',
      schema: 'SavedFilter',
      idempotent: true,
      location: true,
      problems: ['invalid_input', 'forbidden', 'already_exists', 'illegal_transition'],
    }),
    pageHeader,
  );

export const RemoveSavedFilterDoc = (): MethodDecorator =>
  applyDecorators(
    Documented({
      operationId: 'removeSavedFilter',
      summary: 'Remove a filter that you keep',
      path: { id: 'Id of the filter.' },
      status: 204,
      answer: 'It is removed.',
      problems: ['forbidden'],
    }),
    pageHeader,
  );
