/* MentorCase: what a page gains when scripts run. Nothing needs them; the server is safe against a form that is sent twice.
   - a form is sent once          - menus close on Escape or a press outside     - the error summary gets focus
   - Ctrl+Enter sends the form    - a CPR number that was shown hides after 30 s     - a job under way shows how far it is
   - what a form comes to is calculated as one writes
   Texts come from the page: <button data-busy="Saving …">. */
(function () {
  "use strict";

  // A form is sent once. The button keeps its place and its words unless it brings words of its own (data-busy).
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.dataset.many !== undefined) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    var button = event.submitter;
    if (!button || (form.method && form.method.toLowerCase() === "get")) {
      delete form.dataset.sent;
      return;
    }
    // After the browser has read the form: a disabled button would not be sent with it.
    window.setTimeout(function () {
      button.setAttribute("aria-disabled", "true");
      if (button.dataset.busy) {
        button.dataset.words = button.innerHTML;
        button.textContent = button.dataset.busy;
      }
    }, 0);
  });

  // Back from the next page: the buttons work again.
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
    });
    document.querySelectorAll("button[aria-disabled]").forEach(function (button) {
      button.removeAttribute("aria-disabled");
      if (button.dataset.words) button.innerHTML = button.dataset.words;
    });
  });

  function closeMenus(except) {
    document.querySelectorAll("details.mc-drop[open]").forEach(function (menu) {
      if (menu !== except) menu.open = false;
    });
  }

  document.addEventListener("click", function (event) {
    closeMenus(event.target.closest("details.mc-drop"));
  });

  document.addEventListener("keydown", function (event) {
    var target = event.target;
    if (event.key === "Escape") {
      var menu = target.closest && target.closest("details.mc-drop[open]");
      closeMenus();
      if (menu) menu.querySelector("summary").focus();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && target.form) {
      // The form's own first button, so that its name goes with it as when it is pressed.
      var first = Array.prototype.find.call(target.form.elements, function (each) {
        return each.tagName === "BUTTON" && each.type === "submit";
      });
      event.preventDefault();
      target.form.requestSubmit(first);
    }
  });

  // A job under way: its words come anew by themselves, and when it is done the page does.
  function watch() {
    var shown = document.querySelector("[data-watch]");
    if (!shown) return;
    window.setTimeout(function () {
      window
        .fetch(window.location.href, { credentials: "same-origin" })
        .then(function (answer) {
          return answer.text();
        })
        .then(function (text) {
          var page = new DOMParser().parseFromString(text, "text/html");
          var fresh = page.querySelector("[data-watch]");
          if (!fresh) {
            window.location.reload();
            return;
          }
          ["[role=status]", ".mx-bar"].forEach(function (part) {
            shown.querySelector(part).innerHTML = fresh.querySelector(part).innerHTML;
          });
          watch();
        })
        .catch(watch);
    }, 1000 * shown.dataset.watch);
  }
  watch();

  // A form whose page shows what it comes to: after a change the server calculates again, and its words replace those on the page.
  // Inputs stay as they are, and so does the focus.
  document.querySelectorAll("form[data-live-form]").forEach(function (form) {
    var latest = 0;
    form.addEventListener("change", function () {
      var mine = (latest += 1);
      window.setTimeout(function () {
        if (mine === latest) calculate(mine);
      }, 200);
    });
    function calculate(mine) {
      var data = new FormData(form);
      data.set("update", "1");
      window
        .fetch(form.action, { method: "POST", body: data, credentials: "same-origin" })
        .then(function (answer) {
          return answer.text();
        })
        .then(function (text) {
          if (mine !== latest) return;
          var page = new DOMParser().parseFromString(text, "text/html");
          document.querySelectorAll("[data-live]").forEach(function (shown) {
            var fresh = page.querySelector('[data-live="' + shown.dataset.live + '"]');
            if (fresh && fresh.innerHTML !== shown.innerHTML) shown.innerHTML = fresh.innerHTML;
          });
        })
        .catch(function () {
          // The button "Calculate again" does the same.
        });
    }
  });

  // The script is deferred: the page is all there.
  (function () {
    var summary = document.querySelector(".mc-errsum");
    if (summary) summary.focus();
    document.querySelectorAll("[data-mask]").forEach(function (shown) {
      window.setTimeout(function () {
        shown.textContent = shown.dataset.mask;
      }, 30000);
    });
  })();
})();
