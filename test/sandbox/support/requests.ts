import iconv from 'iconv-lite';

export const PLAIN = { residentId: '990101198603120018', name: '覃桂兰', phone: '19900000001' };

export function filing(key: string, referralId: string, residentId: string = PLAIN.residentId): object {
  return {
    wybs: key,
    zbdh: referralId,
    slbh: 'YM202611210001',
    fydm: '桂9901',
    xzqh: '990101',
    saly: '工会一门受理',
    sxdm: 'wage-arrears',
    sxmc: '追索劳动报酬',
    fcsj: '2026-11-21T08:05:31.000Z',
    sqr: { xm: PLAIN.name, sfzh: residentId, lxdh: PLAIN.phone },
    sqsx: { unpaidWages: '18600.00', months: 3 },
  };
}

export function check(key: string, referralId: string, residentId: string = PLAIN.residentId): object {
  return {
    outerNo: key,
    referralNo: referralId,
    acceptNo: 'YM202611210001',
    itemCode: 'hardship-aid',
    itemName: '困难职工帮扶',
    divisionCode: '990101',
    submitTime: '2026-11-21T08:05:31.000Z',
    applicant: { name: PLAIN.name, idCard: residentId, phone: PLAIN.phone },
    items: { householdSize: 3, authorisationNo: 'SQ2026110031' },
  };
}

/** A request of the HR bureau, in its encoding. */
export function xml(code: string, body: string): Buffer {
  const head = `<报文头><交易码>${code}</交易码><时间>20261121160531</时间></报文头>`;
  const text = `<?xml version="1.0" encoding="GB18030"?>\n<请求>${head}<报文体>${body}</报文体></请求>\n`;
  return iconv.encode(text, 'gb18030');
}

export function application(
  key: string,
  referralId: string,
  residentId: string = PLAIN.residentId,
  subject = '劳动人事争议仲裁',
): Buffer {
  const applicant = `<申请人><AAC003>${PLAIN.name}</AAC003><AAC002>${residentId}</AAC002><联系电话>${PLAIN.phone}</联系电话></申请人>`;
  const claims =
    '<请求事项><项><名称>unpaidWages</名称><值>18600.00</值></项><项><名称>months</名称><值>3</值></项></请求事项>';
  return xml(
    'ZC01',
    `<外部流水号>${key}</外部流水号><转办单号>${referralId}</转办单号><受理编号>YM202611210001</受理编号>` +
      `<事项类别>${subject}</事项类别><事项名称>追索劳动报酬</事项名称><行政区划>990102</行政区划>${applicant}${claims}`,
  );
}

export function people(...residentIds: readonly string[]): Buffer {
  const rows = residentIds.map((id) => `<人员><AAC002>${id}</AAC002></人员>`);
  return xml('SB01', `<人员列表>${rows.join('')}</人员列表>`);
}
