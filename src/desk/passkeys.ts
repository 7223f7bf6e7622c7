/** Makes buttons ask for a passkey, or for a new one. */
export function startPasskeys(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-passkey]")) {
    button.addEventListener("click", () => ask(button, () => show(button.dataset.passkey ?? "")));
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-new-passkey]")) {
    button.addEventListener("click", () => ask(button, () => make(button.dataset.newPasskey ?? "")));
  }
}

/** Goes where the answer leads, or says why not. */
async function ask(button: HTMLButtonElement, work: () => Promise<Response | null>): Promise<void> {
  const output = button.parentElement?.querySelector("output");
  const tell = (text = "") => {
    if (output) output.textContent = text;
  };
  tell();
  button.disabled = true;
  try {
    const response = await work();
    if (!response) return tell(button.dataset.none);
    if (!response.ok) return tell(button.dataset.refused);
    const { to } = (await response.json()) as { to: string | null };
    location.assign(to ?? location.pathname);
  } catch {
    tell(button.dataset.none); // closed, or nobody was there
  } finally {
    button.disabled = false;
  }
}

async function show(to: string): Promise<Response | null> {
  const options = await post("/desk/sign-in/options");
  if (!options.ok) return options;
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(await options.json());
  const credential = await navigator.credentials.get({ publicKey });
  return credential instanceof PublicKeyCredential ? post(to, credential.toJSON()) : null;
}

async function make(to: string): Promise<Response | null> {
  const options = await post(`${to}/options`);
  if (!options.ok) return options;
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(await options.json());
  const credential = await navigator.credentials.create({ publicKey });
  if (!(credential instanceof PublicKeyCredential)) return null;
  const name = document.querySelector<HTMLInputElement>("#passkey-name")?.value ?? "";
  return post(to, { name, response: credential.toJSON() });
}

function post(path: string, body: unknown = {}): Promise<Response> {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  return fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
}
