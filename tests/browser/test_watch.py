"""The watch of every tab is awake: what must not happen is noticed when it does."""

from tests.browser.conftest import Open

OUTSIDE = "https://elsewhere.example/x.png"


def test_what_the_policy_forbids_is_noticed(tab: Open) -> None:
    visit = tab()
    page = visit.open("/rules")
    page.evaluate("""address => new Promise(done => {
        const image = new Image();
        image.onload = image.onerror = done;
        image.src = address;
    })""", OUTSIDE)  # fmt: skip
    assert any("Content Security Policy" in one for one in visit.complaints)
    assert visit.outside == [OUTSIDE], "the attempt counts, although the policy stops it"
    visit.outside.clear()
    visit.complaints.clear()


def test_a_script_in_the_page_itself_is_noticed_and_not_run(tab: Open) -> None:
    visit = tab()
    page = visit.open("/rules")
    page.evaluate("""() => {
        const script = document.createElement('script');
        script.textContent = 'window.ran = true';
        document.body.append(script);
    }""")
    assert page.evaluate("() => window.ran") is None
    assert any("Content Security Policy" in one for one in visit.complaints)
    visit.complaints.clear()


def test_a_call_to_another_server_is_noticed(tab: Open) -> None:
    visit = tab()
    page = visit.page
    page.context.route(OUTSIDE, lambda route: route.fulfill(status=200, body=""))
    page.goto("data:text/html,<title>no policy</title>")
    page.evaluate("address => new Promise(done => {"
                  " const i = new Image(); i.onload = i.onerror = done; i.src = address; })",
                  OUTSIDE)  # fmt: skip
    assert visit.outside == [OUTSIDE]
    visit.outside.clear()
    visit.complaints.clear()
