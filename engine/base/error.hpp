#pragma once
#include <stdexcept>
#include <string>
#include <string_view>

namespace grapevine {

enum class ErrorCode {
  InvalidOption,  ///< A value that an option does not take.
  BadInput,       ///< Data that cannot be used as it is.
  NotFound,       ///< A file, name or id that does not exist.
  Storage,        ///< The operating system refused to read or write.
  Interrupted,    ///< The user asked to stop.
};

/// `text` with control characters and bytes that are no UTF-8 shown as `\xNN`: one readable line,
/// whatever a file has put into it.
std::string on_one_line(std::string_view text);

/// An error that ends the current run. It is caught once, where a front end begins.
/// Its text is one line: `PLACE: what; what to do`.
class Error : public std::runtime_error {
 public:
  Error(ErrorCode code, const std::string& message)
      : std::runtime_error(on_one_line(message)), code_(code) {}
  Error(ErrorCode code, std::string_view place, std::string_view what, std::string_view to_do)
      : Error(code, std::string(place) + ": " + std::string(what) + "; " + std::string(to_do)) {}

  ErrorCode code() const { return code_; }

 private:
  ErrorCode code_;
};

/// `text` on one line between quotes, cut to 60 characters.
std::string in_quotes(std::string_view text);

}  // namespace grapevine
