#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/randomness.h"
#include "http/message.h"

namespace astronova::api {

/// An HTML page of our own. Whatever else gets into it, browsers run and apply only scripts and
/// styles that are files of this server, or bear the nonce of this one answer, and load nothing
/// from elsewhere (Content Security Policy Level 3). Threads: all may use it at once.
///
/// In its HTML `{nonce}` stands for the nonce: <script nonce="{nonce}">, and so <style> and links
/// to style sheets. A script may set single properties of a style; attributes such as `style` and
/// `onclick` have no effect.
class Page {
 public:
  /// `html` lives as long as the page.
  explicit Page(std::string_view html);

  /// The page with a nonce of its own, which no cache may give to another.
  http::Response answer(const Randomness& randomness) const;

 private:
  std::vector<std::string_view> parts_;  ///< between which the nonce stands
};

}  // namespace astronova::api
