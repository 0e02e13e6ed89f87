// The explorer page: GraphiQL with a choice of persona. Runs in the browser; all it needs is served by the gateway.
(function openExplorer() {
  const personaBox = document.getElementById('persona');
  const tokenBox = document.getElementById('token');
  const hint = document.getElementById('hint');

  const examples = [
    `# 查看受理事项与办理步骤 / what is offered and in which steps
query 事项 {
  serviceItems { code name { zh en } steps { key name { zh } role } }
}`,
    `# 一个人的全貌：工会、法院、人社、民政，各自注明来源与时间
query 三百六十度 {
  personByResidentId(residentId: "990101198603120018") {
    person {
      nameMasked
      memberships { status employmentGroup organisation { name } }
      dockets { status asOf notice { zh } dockets { docketNumber stage businessStatus } }
      insuranceEnrolments { status asOf notice { zh } enrolments { type status paidMonths } }
      socialAssistance { status asOf notice { zh } records { category status } }
      cases { nodes { acceptanceNo status } }
    }
    userErrors { code message remedy }
  }
}`,
    `# 受理一件欠薪 / accept a case of wage arrears
mutation 受理 {
  openCase(input: {
    idempotencyKey: "${uuid()}"
    serviceItemCode: "courier-wage-arrears"
    channel: WINDOW
    applicant: { name: "覃桂兰", residentId: "990101198603120018", phone: "13800138000" }
    divisionCode: "990101"
    form: {
      employerName: "桂江闪送科技有限公司", employmentGroup: "COURIER", arrearsAmount: "16500.00",
      arrearsMonths: 3, unpaidSince: "2026-08-01", facts: "平台自八月起未发放劳动报酬"
    }
    consents: ["mediation-share", "arbitration-share", "court-share"]
  }) {
    case { id acceptanceNo status referrals { agency { name { zh } } status } }
    userErrors { code path message remedy }
  }
}`,
  ];

  function uuid() {
    // Intranets are often plain HTTP, where crypto.randomUUID does not exist.
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  }

  async function fetcher(params) {
    const headers = { 'content-type': 'application/json', 'accept-language': 'zh-CN' };
    if (tokenBox.value.trim()) headers.authorization = `Bearer ${tokenBox.value.trim()}`;
    const response = await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify(params) });
    if (response.status === 401) hint.textContent = '请先选择身份或填写令牌 / choose a persona or paste a token';
    else hint.textContent = '';
    return response.json();
  }

  const root = ReactDOM.createRoot(document.getElementById('graphiql'));
  let generation = 0;
  function render() {
    generation += 1;
    // A new key makes GraphiQL read the schema again as the chosen persona.
    root.render(
      React.createElement(GraphiQL, {
        key: generation,
        fetcher,
        defaultTabs: examples.map((query) => ({ query })),
        isHeadersEditorEnabled: false,
      }),
    );
  }

  async function start() {
    const response = await fetch('/explorer/personas');
    const personas = response.ok ? await response.json() : [];
    if (personas.length === 0) personaBox.parentElement.hidden = true;
    for (const persona of personas) {
      const option = document.createElement('option');
      option.value = persona.token;
      option.textContent = persona.name;
      personaBox.append(option);
    }
    tokenBox.value = personas.length > 0 ? personas[0].token : '';
    personaBox.addEventListener('change', () => {
      tokenBox.value = personaBox.value;
      render();
    });
    tokenBox.addEventListener('change', render);
    render();
  }

  document.getElementById('identity').addEventListener('submit', (event) => event.preventDefault());
  void start();
})();
