import type { Role } from '../../../src-shared/contract/values.ts';
import { addMonths, dateOf } from './demo-calendar.ts';
import type { DemoFacts } from './demo-facts.ts';
import type { DemoRegion, DemoStation } from './stations.ts';

export interface DemoUser {
  id: string;
  login: string;
  name: string;
  roles: Role[];
}

export interface DemoEngineer {
  id: string;
  empNo: string;
  name: string;
  region: DemoRegion;
  baseStation: DemoStation;
}

/** login|name|roles|limit in yuan (empty: none) — the number behind a star is how many regions have one each. */
const USERS = `
jiesuan01|陈静|l1|5000
jiesuan02|王海燕|l1|5000
jiesuan03|李晓梅|l1|5000
zhuguan01|赵国平|l2|50000
zhuguan02|孙丽华|l2|50000
fuzong01|周建明|l3|
caiwu01|吴秀英|finance|
caiwu02|郑晓东|finance|
zhuichang01|冯军|recovery|
kuguan01|蒋国庆|warehouse|
kuguan02|沈立新|warehouse|
peijian01|韩志强|partsManager|
pandian01|杨帆|counter|
pandian02|许娜|counter|
fupan01|何勇|recounter|
jihua01|吕敏|planner|
diaodu01|施海波|dispatcher|
diaodu02|张春霞|dispatcher|
zuoxi01|孔雪梅|agent|
zuoxi02|曹玉兰|agent|
zuoxi03|严静|agent|
zhibao01|金永福|warrantyAdmin|
jingli01|魏宏宇|management|
shenji01|陶慧|auditor|
guanli01|姜涛|admin|`;

const REGION_MANAGERS = ['许文斌', '黄志刚', '彭德胜', '马振国', '杨宝林', '唐学军', '高凤山'];
export const DEMO_PASSWORD = 'Hedui-Demo-1';

export function addUsers(
  facts: DemoFacts,
  regions: DemoRegion[],
  stations: DemoStation[],
  engineers: DemoEngineer[],
): DemoUser[] {
  const users: DemoUser[] = [];
  for (const line of USERS.trim().split('\n')) {
    const [login = '', name = '', role = '', limit = ''] = line.split('|');
    users.push(
      addUser(facts, { login, name, role: role as Role, limitFen: limit === '' ? null : Number(limit) * 100 }),
    );
  }
  for (const [index, region] of regions.entries()) {
    const login = `pianqu0${String(index + 1)}`;
    const user = addUser(facts, {
      login,
      name: REGION_MANAGERS[index] ?? '',
      role: 'regionManager',
      regionId: region.id,
    });
    users.push(user);
    const row = facts.rows('region').find((candidate) => candidate.id === region.id);
    if (row !== undefined) row.managerUserId = user.id;
  }
  const stationUsers = stations.filter((station) => station.status === 'ACTIVE' && station.contractGap === null);
  for (const [index, type] of (['CUSTOMER_HOSTED', 'EXTERNAL', 'OWN'] as const).entries()) {
    const station = stationUsers.find((candidate) => candidate.type === type);
    if (station === undefined) continue;
    const login = `fuwuzhan0${String(index + 1)}`;
    users.push(
      addUser(facts, {
        login,
        name: station.technicians[0] ?? '',
        role: 'station',
        regionId: station.region.id,
        stationId: station.id,
      }),
    );
  }
  for (const [index, engineer] of engineers.slice(0, 2).entries()) {
    const login = `gongchengshi0${String(index + 1)}`;
    users.push(
      addUser(facts, {
        login,
        name: engineer.name,
        role: 'engineer',
        regionId: engineer.region.id,
        engineerId: engineer.id,
      }),
    );
  }
  addDeputies(facts, users);
  return users;
}

interface NewUser {
  login: string;
  name: string;
  role: Role;
  limitFen?: number | null;
  regionId?: string;
  stationId?: string;
  engineerId?: string;
}

function addUser(facts: DemoFacts, user: NewUser): DemoUser {
  const id = facts.ids.next();
  facts.add('appUser', {
    id,
    login: user.login,
    name: user.name,
    status: 'ACTIVE',
    regionId: user.regionId ?? null,
    stationId: user.stationId ?? null,
    engineerId: user.engineerId ?? null,
    claimLimitFen: user.limitFen ?? null,
    validFromDate: '2015-01-01',
    validToDate: null,
  });
  facts.add('userRole', {
    id: facts.ids.next(),
    userId: id,
    role: user.role,
    validFromDate: '2015-01-01',
    validToDate: null,
  });
  return { id, login: user.login, name: user.name, roles: [user.role] };
}

/** The two supervisors stand in for each other, and the second clerk for the first during a holiday. */
function addDeputies(facts: DemoFacts, users: DemoUser[]): void {
  const byLogin = new Map(users.map((user) => [user.login, user.id]));
  const pairs = [
    ['zhuguan01', 'zhuguan02', -30, 11],
    ['zhuguan02', 'zhuguan01', -30, 11],
    ['jiesuan01', 'jiesuan02', 0, 1],
  ] as const;
  for (const [login, deputy, fromDays, months] of pairs) {
    const fromDate = dateOf(facts.todayDay + fromDays);
    facts.add('userDeputy', {
      id: facts.ids.next(),
      userId: byLogin.get(login) ?? '',
      deputyUserId: byLogin.get(deputy) ?? '',
      validFromDate: fromDate,
      validToDate: addMonths(fromDate, months),
    });
  }
}
