import { type PersonView, ROLES, type Role } from "../../model/people.ts";
import type { DeskContext } from "./context.ts";
import { renderDeskPage } from "./layout.tsx";
import { Notice } from "./notice.tsx";
import { Passkey } from "./sign-in.tsx";

interface PeoplePage {
  people: PersonView[];
  /** Whether it is surely who may change this. */
  isSure: boolean;
  /** A link that lets somebody in, shown this once, and whom. */
  link?: string;
  to?: string;
  fault?: "lastOwner";
}

/** Who works here. */
export function renderPeople(context: DeskContext, { people, isSure, link, to, fault }: PeoplePage): string {
  const { words } = context;
  const say = words.peoplePage;
  return renderDeskPage({
    context,
    title: words.people,
    here: "/desk/people",
    children: (
      <>
        <h1>{words.people}</h1>
        {fault ? <Notice isAlert>{say[fault]}</Notice> : null}
        {link ? (
          <div class="say" role="status">
            <p>
              {say.link} <bdi>{to}</bdi>
            </p>
            <p>
              <input readonly value={link} dir="ltr" aria-label={`${say.link} ${to ?? ""}`} />
            </p>
            <p>{say.linkSay}</p>
          </div>
        ) : null}
        {isSure ? null : (
          <section class="say">
            <h2>{say.confirmTitle}</h2>
            <p>{say.confirmSay}</p>
            <Passkey to="/desk/confirm" label={say.confirm} context={context} />
          </section>
        )}
        <ul class="rows">
          {people.map((person) => (
            <PersonRow context={context} person={person} isSure={isSure} />
          ))}
        </ul>
        {isSure ? (
          <section>
            <h2>{say.invite}</h2>
            <form method="post" action="/desk/people" class="narrow">
              <label>
                {say.name}
                <input name="name" required maxlength={200} dir="auto" autocomplete="off" />
              </label>
              <RoleField context={context} chosen="author" />
              <p>{say.inviteSay}</p>
              <button type="submit" class="live">
                {say.invite}
              </button>
            </form>
          </section>
        ) : null}
      </>
    ),
  });
}

function PersonRow({
  context,
  person,
  isSure,
}: {
  context: DeskContext;
  person: PersonView;
  isSure: boolean;
}) {
  const { words, dateTime } = context;
  const say = words.peoplePage;
  const { id, name, role, seen } = person;
  return (
    <li>
      <b>
        <bdi>{name}</bdi>
      </b>{" "}
      <span class="state">
        {say.roles[role]} · {say.seen}: {seen === null ? words.accountPage.never : dateTime(seen)}
      </span>
      {isSure ? (
        <div class="row">
          <form method="post" action={`/desk/people/${id}`} class="inline">
            <RoleField context={context} chosen={role} />
            <button type="submit">{say.change}</button>
          </form>
          <form method="post" action={`/desk/people/${id}/link`}>
            <button type="submit">{say.newLink}</button>
          </form>
          <form method="post" action={`/desk/people/${id}/remove`}>
            <button type="submit" class="plain">
              {say.removeSay(name)}
            </button>
          </form>
        </div>
      ) : null}
    </li>
  );
}

function RoleField({ context, chosen }: { context: DeskContext; chosen: Role }) {
  const say = context.words.peoplePage;
  return (
    <label>
      {say.role}
      <select name="role">
        {ROLES.map((each) => (
          <option value={each} selected={each === chosen}>
            {say.roles[each]}
          </option>
        ))}
      </select>
    </label>
  );
}
