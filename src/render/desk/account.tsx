import type { OwnSession, PasskeyView, SessionView } from "../../model/people.ts";
import type { DeskContext } from "./context.ts";
import { renderDeskPage } from "./layout.tsx";
import { Notice, ShownOnce } from "./notice.tsx";
import { Passkey } from "./sign-in.tsx";

interface Account {
  session: SessionView;
  passkeys: PasskeyView[];
  sessions: OwnSession[];
  /** Of programs that act as somebody, and what such a one may do. */
  tokens: { id: string; name: string; scopes: string[]; created: string }[];
  scopes: string[];
  /** Whether it is surely who may make one. */
  isSure: boolean;
  /** One that was made just now, shown this once. */
  token?: string;
  /** New ones, shown this once. */
  codes?: string[];
  fault?: "last";
}

/** One's own passkeys, codes and sessions. */
export function renderAccount(context: DeskContext, account: Account): string {
  const { words, dateTime } = context;
  const { accountPage: say, signIn } = words;
  const { session, passkeys, sessions, codes, fault } = account;
  return renderDeskPage({
    context,
    title: words.account,
    here: "/desk/account",
    children: (
      <>
        <h1>
          <bdi>{session.person.name}</bdi>
        </h1>
        <p class="quiet">{words.peoplePage.roles[session.person.role]}</p>
        {fault ? <Notice isAlert>{say[fault]}</Notice> : null}
        <section>
          <h2>{say.passkeys}</h2>
          {passkeys.length === 0 ? <p class="say">{say.noPasskeys}</p> : null}
          <ul class="rows">
            {passkeys.map(({ id, name, used }) => (
              <li class="row">
                <span>
                  <bdi>{name}</bdi>
                  <br />
                  <small>{used === null ? say.never : say.lastUsed(dateTime(used))}</small>
                </span>
                <form method="post" action={`/desk/account/passkeys/${encodeURIComponent(id)}/remove`}>
                  <button type="submit" class="plain">
                    {words.remove}
                  </button>
                </form>
              </li>
            ))}
          </ul>
          <div class="row">
            <label>
              {say.addName}
              <input id="passkey-name" maxlength={200} dir="auto" />
            </label>
            <p>
              <button
                type="button"
                class={passkeys.length ? undefined : "live"}
                data-new-passkey="/desk/account/passkeys"
                data-refused={signIn.refused}
                data-none={signIn.noPasskey}
              >
                {say.add}
              </button>
              <output class="quiet" />
            </p>
          </div>
        </section>
        <section>
          <h2>{say.codes}</h2>
          {codes ? (
            <>
              <Notice>{say.codesOnce}</Notice>
              <ul class="codes" dir="ltr">
                {codes.map((code) => (
                  <li>{code.replace(/(.{5})(?=.)/g, "$1-")}</li>
                ))}
              </ul>
            </>
          ) : (
            <p>{say.codesSay}</p>
          )}
          <form method="post" action="/desk/account/codes">
            <button type="submit">{say.makeCodes}</button>
          </form>
        </section>
        {account.scopes.length ? <Tokens context={context} account={account} /> : null}
        <section>
          <h2>{say.sessions}</h2>
          {session.verified === null && passkeys.length === 0 ? <p>{say.unverified}</p> : null}
          <ul class="rows">
            {sessions.map(({ id, agent, used }) => (
              <li class="row">
                <span>
                  <bdi>{agent}</bdi>
                  <br />
                  <small>{id === session.id ? say.here : say.lastUsed(dateTime(used))}</small>
                </span>
                {id === session.id ? null : (
                  <form method="post" action={`/desk/account/sessions/${id}/end`}>
                    <button type="submit" class="plain">
                      {say.end}
                    </button>
                  </form>
                )}
              </li>
            ))}
          </ul>
          <div class="row">
            {sessions.length > 1 ? (
              <form method="post" action="/desk/account/sessions">
                <button type="submit">{say.endOthers}</button>
              </form>
            ) : null}
            <form method="post" action="/desk/sign-out">
              <button type="submit">{words.signOut}</button>
            </form>
          </div>
        </section>
      </>
    ),
  });
}

/** Tokens of one's own, for programs. */
function Tokens({ context, account }: { context: DeskContext; account: Account }) {
  const { accountPage: say, peoplePage, remove } = context.words;
  const { tokens, token, scopes, isSure } = account;
  return (
    <section>
      <h2>{say.tokens}</h2>
      <p>{say.tokensSay}</p>
      {token ? (
        <ShownOnce value={token} label={say.tokens}>
          {say.tokenOnce}
        </ShownOnce>
      ) : null}
      <ul class="rows">
        {tokens.map(({ id, name, scopes: may, created }) => (
          <li class="row">
            <span>
              <bdi>{name}</bdi>
              <br />
              <small>
                {may.map((each) => say.scopes[each as keyof typeof say.scopes]).join(", ")} ·{" "}
                {context.dateTime(Date.parse(created))}
              </small>
            </span>
            {isSure ? (
              <form method="post" action={`/desk/account/tokens/${id}/remove`}>
                <button type="submit" class="plain">
                  {remove}
                </button>
              </form>
            ) : null}
          </li>
        ))}
      </ul>
      {isSure ? (
        <form method="post" action="/desk/account/tokens" class="narrow">
          <label>
            {say.tokenName}
            <input name="name" maxlength={200} required dir="auto" autocomplete="off" />
          </label>
          {scopes.map((each) => (
            <label class="check">
              <input type="checkbox" name="scope" value={each} />{" "}
              {say.scopes[each as keyof typeof say.scopes]}
            </label>
          ))}
          <button type="submit">{say.tokenMake}</button>
        </form>
      ) : (
        <div class="say">
          <p>{peoplePage.confirmSay}</p>
          <Passkey to="/desk/confirm" label={peoplePage.confirm} context={context} />
        </div>
      )}
    </section>
  );
}
