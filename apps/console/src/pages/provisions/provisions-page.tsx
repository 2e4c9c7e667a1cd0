import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { operationsQuery, useOperation } from '../../api/directory';
import { t } from '../../i18n';
import { useMay } from '../../session/session';
import { Empty } from '../../ui/empty';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';
import { OperationChoice } from '../messages/operation-choice';
import { AcknowledgeFor } from './acknowledge-for';
import { provisionsQuery, type Matrix } from './provision-queries';
import { ProvisionText } from './provision-text';
import { UnitMatrix } from './unit-matrix';

/** The policy's provisions in an operation, acknowledging them for a unit, and which units have not. */
export function ProvisionsPage(): ReactNode {
  const { operation: asked } = useSearch({ from: '/inside/provisions' });
  const navigate = useNavigate({ from: '/provisions' });
  const { data: operations = [] } = useQuery(operationsQuery);
  const operation = asked ?? operations[0]?.id;
  const query = useQuery(provisionsQuery(operation));
  return (
    <Page title={t('provisions.title')} lead={t('provisions.lead')}>
      <div className="filters no-print">
        <OperationChoice
          value={operation}
          onChange={(id) => {
            void navigate({ search: { operation: id } });
          }}
        />
      </div>
      <Loaded query={query}>{(matrix) => <Parts key={matrix.operation} matrix={matrix} />}</Loaded>
    </Page>
  );
}

function Parts({ matrix }: { readonly matrix: Matrix }): ReactNode {
  const { operation, provisions, units } = matrix;
  const [told, setTold] = useState<string>();
  const mayAcknowledge = useMay('provisions:acknowledge');
  const timeZone = useOperation(operation)?.timeZone;
  const waiting = mayAcknowledge
    ? units.filter((unit) => unit.own && unit.provisions.some(({ state }) => state !== 'acknowledged'))
    : [];
  return (
    <div className="stack-wide">
      <div role="status">{told === undefined ? null : <Notice tone="done">{told}</Notice>}</div>
      {waiting.length === 0 ? null : (
        <section className="stack no-print">
          <h2>{t('provisions.waiting')}</h2>
          <p className="measure">{t('provisions.waitingText')}</p>
          <div className="tracks">
            {waiting.map((unit) => (
              <AcknowledgeFor key={unit.unit} matrix={matrix} unit={unit} timeZone={timeZone} onTold={setTold} />
            ))}
          </div>
        </section>
      )}
      <section className="stack">
        <h2>{t('provisions.whoKnows')}</h2>
        {units.length === 0 ? (
          <Empty title={t('provisions.noUnits')}>{t('provisions.noUnitsText')}</Empty>
        ) : (
          <UnitMatrix matrix={matrix} timeZone={timeZone} />
        )}
      </section>
      <section className="stack">
        <h2>{t('provisions.inForce')}</h2>
        <div className="tracks">
          {provisions.map((provision) => (
            <ProvisionText key={provision.id} provision={provision} timeZone={timeZone} />
          ))}
        </div>
      </section>
    </div>
  );
}
