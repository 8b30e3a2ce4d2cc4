#include "icu_shims.h"
