// The explorer page: GraphiQL with a choice of persona. Runs in the browser; all it needs is served by the gateway.
(function openExplorer() {
  const personaBox = document.getElementById('persona');
  const tokenBox = document.getElementById('token');
  const purposeBox = document.getElementById('purpose');
  const caseBox = document.getElementById('case');
  const hint = document.getElementById('hint');

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
    if (purposeBox.value) headers['onedoor-purpose'] = purposeBox.value;
    if (caseBox.value.trim()) headers['onedoor-case'] = caseBox.value.trim();
    const response = await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify(params) });
    if (response.status === 401) hint.textContent = '请先选择身份或填写令牌 / choose a persona or paste a token';
    else hint.textContent = '';
    return response.json();
  }

  const root = ReactDOM.createRoot(document.getElementById('graphiql'));
  let generation = 0;
  let examples = [];
  function render() {
    generation += 1;
    // A new key makes GraphiQL read the schema again as the chosen persona.
    root.render(
      React.createElement(GraphiQL, {
        key: generation,
        fetcher,
        defaultTabs: examples.map((query) => ({
          query,
          variables: query.includes('$key') ? JSON.stringify({ key: uuid() }, null, 2) : '',
        })),
        isHeadersEditorEnabled: false,
      }),
    );
  }

  async function listFrom(address) {
    const response = await fetch(address);
    return response.ok ? response.json() : [];
  }

  async function start() {
    const [personas, queries, purposes] = await Promise.all(
      ['/explorer/personas', '/explorer/examples', '/explorer/purposes'].map(listFrom),
    );
    examples = queries;
    if (personas.length === 0) personaBox.parentElement.hidden = true;
    for (const persona of personas) {
      const option = document.createElement('option');
      option.value = persona.token;
      option.textContent = persona.name;
      personaBox.append(option);
    }
    for (const purpose of purposes) {
      const option = document.createElement('option');
      option.value = purpose.code;
      option.textContent = `${purpose.zh} / ${purpose.en}`;
      purposeBox.append(option);
    }
    // The examples are those of a window.
    purposeBox.value = 'INTAKE';
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
