import type { DeskContext } from "./context.ts";
import { renderDeskPage } from "./layout.tsx";
import { Notice } from "./notice.tsx";
import type { DeskWords } from "./words.ts";

interface SignIn {
  fault: keyof Pick<DeskWords["signIn"], "used" | "wrongCode"> | null;
  /** Nobody works here yet. */
  isEmpty: boolean;
}

/** Where one gets in. */
export function renderSignIn(context: DeskContext, { fault, isEmpty }: SignIn): string {
  const words = context.words.signIn;
  return renderDeskPage({
    context,
    title: words.title,
    children: (
      <div class="narrow">
        <h1>{words.title}</h1>
        {fault ? <Notice isAlert>{words[fault]}</Notice> : null}
        {isEmpty ? (
          <p>
            <a href="/desk/setup">{words.setup}</a>
          </p>
        ) : null}
        <p>{words.say}</p>
        <Passkey to="/desk/sign-in/passkey" label={words.passkey} context={context} />
        <noscript>
          <p class="say">{words.needsScript}</p>
        </noscript>
        <h2>{words.code}</h2>
        <form method="post" action="/desk/sign-in/code">
          <label>
            {words.codeLabel}
            <input name="code" autocomplete="off" spellcheck={false} required dir="ltr" />
          </label>
          <button type="submit">{words.useCode}</button>
        </form>
      </div>
    ),
  });
}

interface PasskeyProps {
  /** Where what it signs goes. */
  to: string;
  label: string;
  context: DeskContext;
}

/** A button that asks for a passkey: a script does it. */
export function Passkey({ to, label, context }: PasskeyProps) {
  const { refused, noPasskey } = context.words.signIn;
  return (
    <p>
      <button type="button" class="live" data-passkey={to} data-refused={refused} data-none={noPasskey}>
        {label}
      </button>
      <output class="quiet" />
    </p>
  );
}

/** What a link that lets in shows before it is used up. */
export function renderEnter(context: DeskContext, key: string): string {
  const words = context.words.signIn;
  return renderDeskPage({
    context,
    title: words.enter,
    children: (
      <form method="post" action="/desk/enter" class="narrow">
        <h1>{words.enter}</h1>
        <p>{words.enterSay}</p>
        <input type="hidden" name="key" value={key} />
        <button type="submit" class="live">
          {words.open}
        </button>
      </form>
    ),
  });
}

/** Where the first owner begins. */
export function renderSetup(context: DeskContext, fault: "wrongToken" | null): string {
  const words = context.words.signIn;
  return renderDeskPage({
    context,
    title: words.setupTitle,
    children: (
      <form method="post" action="/desk/setup" class="narrow">
        <h1>{words.setupTitle}</h1>
        <p>{words.setupSay}</p>
        {fault ? <Notice isAlert>{words[fault]}</Notice> : null}
        <label>
          {words.token}
          <input name="token" type="password" autocomplete="off" required dir="ltr" />
        </label>
        <label>
          {words.name}
          <input name="name" autocomplete="name" required dir="auto" />
        </label>
        <button type="submit" class="live">
          {words.begin}
        </button>
      </form>
    ),
  });
}
