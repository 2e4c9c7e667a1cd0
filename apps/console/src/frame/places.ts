import type { MessageKey } from '../i18n';
import { may, type Me, type Permission } from '../session/me';

/** A page that the navigation leads to, for those whose roles let them see it. */
interface Place {
  readonly to:
    | '/inbox'
    | '/referrals'
    | '/referrals/new'
    | '/referrals/import'
    | '/messages'
    | '/endpoints'
    | '/keys'
    | '/figures'
    | '/exceptions'
    | '/meetings'
    | '/series'
    | '/decisions'
    | '/actions'
    | '/access'
    | '/consents'
    | '/erasures'
    | '/break-glass'
    | '/oversight'
    | '/returns'
    | '/reviews'
    | '/accountability'
    | '/accountability-figures'
    | '/hub'
    | '/provisions'
    | '/people'
    | '/account';
  readonly label: MessageKey;
  /** One of these is enough. */
  readonly needs?: readonly Permission[];
}

const places: readonly Place[] = [
  { to: '/inbox', label: 'frame.inbox', needs: ['inbox:read'] },
  { to: '/referrals', label: 'frame.referrals', needs: ['referrals:read'] },
  { to: '/referrals/new', label: 'frame.new', needs: ['referrals:write'] },
  { to: '/referrals/import', label: 'frame.import', needs: ['referrals:write'] },
  { to: '/messages', label: 'frame.messages', needs: ['messages:read'] },
  { to: '/meetings', label: 'frame.meetings', needs: ['meetings:read'] },
  { to: '/series', label: 'frame.series', needs: ['meetings:read'] },
  { to: '/decisions', label: 'frame.decisions', needs: ['meetings:read'] },
  { to: '/actions', label: 'frame.actions', needs: ['meetings:read'] },
  { to: '/returns', label: 'frame.returns', needs: ['meetings:manage'] },
  { to: '/reviews', label: 'frame.reviews', needs: ['figures:read'] },
  { to: '/accountability', label: 'frame.accountability', needs: ['accountability:read'] },
  { to: '/accountability-figures', label: 'frame.count', needs: ['accountability:count'] },
  { to: '/exceptions', label: 'frame.exceptions', needs: ['release:approve'] },
  { to: '/break-glass', label: 'frame.glass', needs: ['break-glass:request', 'break-glass:approve'] },
  { to: '/consents', label: 'frame.consents', needs: ['release:approve'] },
  { to: '/access', label: 'frame.access', needs: ['access:read'] },
  { to: '/oversight', label: 'frame.oversight', needs: ['access:oversee'] },
  { to: '/erasures', label: 'frame.erasures', needs: ['records:erase'] },
  { to: '/figures', label: 'frame.figures', needs: ['referrals:read'] },
  { to: '/endpoints', label: 'frame.endpoints', needs: ['webhooks:manage'] },
  { to: '/keys', label: 'frame.keys', needs: ['keys:manage'] },
  { to: '/hub', label: 'frame.hub', needs: ['hub:operate'] },
  { to: '/provisions', label: 'frame.provisions', needs: ['directory:read'] },
  { to: '/people', label: 'frame.people', needs: ['people:read'] },
  { to: '/account', label: 'frame.account' },
];

export function placesOf(me: Me): readonly Place[] {
  return places.filter(({ needs }) => needs === undefined || needs.some((permission) => may(me, permission)));
}

/** Where a person begins: the first page that is theirs. */
export function homeOf(me: Me): Place['to'] {
  return placesOf(me)[0]?.to ?? '/account';
}
