#pragma once

#include "astrology/western/aspects.h"
#include "astrology/zodiac.h"
#include "base/put_text.h"

/// The names that answers repeat most, as they stand in JSON, ready to be put.
namespace astronova::api {

using NameText = PaddedText<32>;

const NameText& body_key(sky::Body body);           ///< "sun":{
const NameText& body_string(sky::Body body);        ///< "sun"
const NameText& sign_member(astrology::Sign sign);  ///< "sign":"Taurus","degree":
const NameText& sign_word(astrology::Sign sign);    ///< Taurus
/// {"body1":"sun","body2":"moon" is the one and then the other.
const NameText& first_point(const astrology::AspectPoint& point);
const NameText& second_point(const astrology::AspectPoint& point);
/// ,"aspect":"trine","angle":120,"orb":
const PaddedText<64>& aspect_members(astrology::AspectKind kind);

}  // namespace astronova::api
