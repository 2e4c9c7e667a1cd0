import { isRefusal, Unreachable } from '../api/problem';
import { t } from '../i18n';

/** What went wrong, for a person. The hub's own words are plain, and teach. */
export function errorWords(error: unknown): string {
  if (error instanceof Unreachable) return t('error.unreachable');
  if (isRefusal(error, 'not_found')) return t('error.notFoundText');
  if (isRefusal(error)) return error.problem.detail;
  return t('error.crashed');
}
