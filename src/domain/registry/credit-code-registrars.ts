import type { Confidence } from '#domain/catalogue/clock-rule.ts';

/**
 * Who registers an organisation and as what: the first two characters of a credit code (登记管理部门、机构类别).
 * The four registrars of the standard itself (GB 32100-2015) are sure; the others were given out later, by its first
 * amendment and by notices, and were read in reprints that agree with each other; so were the kinds 54 and 55, older
 * numbers of village and neighbourhood committees. A code of a registrar or kind that is
 * missing here is refused, so a new one costs one line.
 */
export interface Registrar {
  readonly name: string;
  readonly confidence: Confidence;
  readonly kinds: Readonly<Record<string, string>>;
}

export const REGISTRARS: ReadonlyMap<string, Registrar> = new Map<string, Registrar>([
  [
    '1',
    {
      name: '机构编制',
      confidence: 'CONFIRMED',
      kinds: { 1: '机关', 2: '事业单位', 3: '编办直接管理机构编制的群众团体', 9: '其他' },
    },
  ],
  ['2', { name: '外交', confidence: 'SECONDARY', kinds: { 1: '外国常驻新闻机构', 9: '其他' } }],
  [
    '3',
    {
      name: '司法行政',
      confidence: 'SECONDARY',
      kinds: { 1: '律师执业机构', 2: '公证处', 3: '基层法律服务所', 4: '司法鉴定机构', 5: '仲裁委员会', 9: '其他' },
    },
  ],
  ['4', { name: '文化', confidence: 'SECONDARY', kinds: { 1: '外国在华文化中心', 9: '其他' } }],
  [
    '5',
    {
      name: '民政',
      confidence: 'CONFIRMED',
      kinds: { 1: '社会团体', 2: '民办非企业单位', 3: '基金会', 4: '村民委员会', 5: '居民委员会', 9: '其他' },
    },
  ],
  [
    '6',
    {
      name: '旅游',
      confidence: 'SECONDARY',
      kinds: { 1: '外国旅游部门常驻代表机构', 2: '港澳台地区旅游部门常驻内地（大陆）代表机构', 9: '其他' },
    },
  ],
  ['7', { name: '宗教', confidence: 'SECONDARY', kinds: { 1: '宗教活动场所', 2: '宗教院校', 9: '其他' } }],
  ['8', { name: '工会', confidence: 'SECONDARY', kinds: { 1: '基层工会', 9: '其他' } }],
  [
    '9',
    {
      name: '市场监督管理（工商）',
      confidence: 'CONFIRMED',
      kinds: { 1: '企业', 2: '个体工商户', 3: '农民专业合作社' },
    },
  ],
  ['A', { name: '中央军委改革和编制办公室', confidence: 'SECONDARY', kinds: { 1: '军队事业单位', 9: '其他' } }],
  [
    'N',
    {
      name: '农业',
      confidence: 'SECONDARY',
      kinds: { 1: '组级集体经济组织', 2: '村级集体经济组织', 3: '乡镇级集体经济组织', 9: '其他' },
    },
  ],
  ['Y', { name: '其他', confidence: 'CONFIRMED', kinds: { 1: '其他' } }],
]);
